"""Text to vectors: the protocol, and the two encoders behind it."""
