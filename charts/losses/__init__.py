"""The pictures of the lesson on losses."""
