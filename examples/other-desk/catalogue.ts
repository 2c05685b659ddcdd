import { readFileSync } from "node:fs";

/** What the house knows of this drop. All words are its own; nothing here is of Fieldproof. */
export type Topic = "availability" | "dispatch" | "refunds" | "payments" | "who_may_buy";
export type Handbook = Readonly<Record<Topic, string>>;

export interface Purchase {
  readonly number: string;
  readonly article: string;
  readonly stage: "cleared" | "stopped" | "astray";
  readonly debited: boolean;
}

export interface Catalogue {
  readonly drop: string;
  readonly handbook: Handbook;
  readonly lastYearsHandbook: Handbook;
  /** With what staff may say about money, hold and whereabouts. */
  purchase(number: string): (Purchase & { readonly remarks: Readonly<Record<string, string>> }) | null;
}

interface CatalogueFile {
  readonly drop: string;
  readonly handbook: Handbook;
  readonly last_years_handbook: Handbook;
  readonly purchases: readonly Purchase[];
  readonly remarks: Readonly<Record<"debited" | "stopped" | "astray", string>> &
    Readonly<Record<"not_debited" | "not_stopped" | "not_astray", string>>;
}

/** @throws Error when the file is no catalogue */
export const readCatalogue = (path: string | URL): Catalogue => {
  const file = JSON.parse(readFileSync(path, "utf8")) as CatalogueFile;
  const { remarks } = file;
  const purchases = new Map(file.purchases.map((purchase) => [purchase.number, purchase]));
  return {
    drop: file.drop,
    handbook: file.handbook,
    lastYearsHandbook: file.last_years_handbook,
    purchase: (number) => {
      const found = purchases.get(number);
      if (found === undefined) return null;
      return {
        ...found,
        remarks: {
          money: found.debited ? remarks.debited : remarks.not_debited,
          hold: found.stage === "stopped" ? remarks.stopped : remarks.not_stopped,
          whereabouts: found.stage === "astray" ? remarks.astray : remarks.not_astray,
        },
      };
    },
  };
};
