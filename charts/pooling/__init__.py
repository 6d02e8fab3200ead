"""The pictures of the lesson on pooling."""
