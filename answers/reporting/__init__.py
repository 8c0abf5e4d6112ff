"""Questions of who said what, and the statements that answer them."""
