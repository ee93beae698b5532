"""`tailtrail parsers`: which there are, whether one keeps the contract, and a new one to begin with."""
