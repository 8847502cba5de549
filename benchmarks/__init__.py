"""How good it is, measured on data it was not written to: `python -m benchmarks [NAME...]`."""
