// Stands in the bundle for the package `debug`; see bundle.mjs.
const silent = () => {}
silent.enabled = false
module.exports = () => silent
