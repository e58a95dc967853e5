// node syntax.cjs 2017 a.js b.js …: parses each file as an ES module of that year; one JSON line for each that fails.
"use strict";
const fs = require("fs");
const path = require("path");

const vendor = path.join(__dirname, "..", "vendor");
const acorn = require(path.join(vendor, fs.readdirSync(vendor).find((name) => name.startsWith("acorn-"))));

const [year, ...files] = process.argv.slice(2);
for (const file of files) {
  try {
    acorn.parse(fs.readFileSync(file, "utf8"), { ecmaVersion: Number(year), sourceType: "module" });
  } catch (error) {
    console.log(JSON.stringify({ file, error: error.message }));
  }
}
