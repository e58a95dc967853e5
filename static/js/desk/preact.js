/** The one place that names the vendored bundle's version. */
export * from "../../vendor/preact-htm-10.29.8.js";
