import { messageOf } from "../errors/fieldproof-error.ts";
import { printable } from "./printable.ts";

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "it exists already",
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file, not a folder",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the path is too long",
  ENXIO: "it is a socket or device, not a file",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EIO: "the disk reported an error",
};

/** What a failed file operation says, in plain words and without the path. */
export const fileReason = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? printable(messageOf(error));
};
