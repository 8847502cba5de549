"""How the steps run: `stage` is the contract, `embedded` runs it on one machine (DuckDB and a process pool)."""
