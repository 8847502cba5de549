"""How the steps run: `stage` is the contract, `embedded` runs it on one machine, in `workers`."""
