"""Records to ranked passages: embedding, the Qdrant engines, retrieval and the crosswalk."""
