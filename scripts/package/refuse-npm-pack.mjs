// `npm pack` here would pack TypeScript, which Node runs nowhere below node_modules.
process.stderr.write("A checkout is packed by `npm run package`, which makes JavaScript of it first.\n");
process.exitCode = 1;
