"use strict";

// Apart from the command, since an old Node stumbles over `import()` as soon as it reads the file.
void import("./launch.mjs");
