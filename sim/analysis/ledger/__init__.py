"""The ledger of forecasts: sealed before figures are published, in a chain of hashes, and scored."""
