import { afterAll } from "vitest";
import { removeTestFolders } from "./temp-folder.ts";

afterAll(removeTestFolders);
