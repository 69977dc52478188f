"""The index as Haystack components, pipelines and a document store."""
