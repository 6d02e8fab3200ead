"""What the lesson on pooling computes."""
