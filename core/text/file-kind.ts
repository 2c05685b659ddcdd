/** What a look at a path tells of it, as `fs.Stats` and `fs.Dirent` do. */
interface Looked {
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isCharacterDevice(): boolean;
  isBlockDevice(): boolean;
}

/** What stands where a regular file should, in words. */
export const fileKind = (looked: Looked): string => {
  if (looked.isDirectory()) return "a folder";
  if (looked.isSymbolicLink()) return "a symbolic link";
  if (looked.isFIFO()) return "a pipe";
  return looked.isCharacterDevice() || looked.isBlockDevice() ? "a device" : "a socket";
};
