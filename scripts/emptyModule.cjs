// Stands in the bundle for what is left out of it; see bundle.mjs.
