"""Single sign-on at the edge: redirects, the cookie that binds an attempt to a browser, logout by the provider."""
