#!/usr/bin/env node
/*
 * The command of the installed package. In the oldest JavaScript there is, so that a Node of any age reads it and can say
 * what is wrong, rather than that some bracket is unexpected. The range is that of package.json.
 */
"use strict";

var version = process.versions.node.split(".");
var major = Number(version[0]);
var minor = Number(version[1]);
var patch = Number(version[2]);
var fits =
  (major === 22 && (minor > 22 || (minor === 22 && patch >= 2))) || (major === 24 && minor >= 15) || major > 24;

if (fits) {
  require("./launch.cjs");
} else {
  process.stderr.write(
    "Fieldproof needs Node.js ^22.22.2 || >=24.15, and this is " +
      process.versions.node +
      ".\n  Install Node 24 and run the command again with it.\n",
  );
  process.exitCode = 2;
}
