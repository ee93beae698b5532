"""The folder of a session: kept or temporary, held by one program at a time, and what can be known without a store."""
