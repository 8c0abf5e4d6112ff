"""Question to ranked passages: three channels find, late interaction ranks."""
