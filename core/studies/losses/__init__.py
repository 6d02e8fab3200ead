"""What the lesson on losses computes."""
