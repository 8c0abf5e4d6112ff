"""An index on disk: whole generations, their swap, and what is checked."""
