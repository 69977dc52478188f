"""The tables behind the store: schema, queries, commands, mappers, originals, backup."""
