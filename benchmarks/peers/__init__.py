"""The same work done by what people use today, side by side with Isnad."""
