"""Who may ask what, how often and how much: what stands before the page."""
