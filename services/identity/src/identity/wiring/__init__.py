"""How identity is put together, an area a file; `app` puts the areas into the whole."""
