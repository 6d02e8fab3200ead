"""What the lesson on loss surfaces computes."""
