import french from "../../../editor/locale/fr/browser.json";

globalThis.translations = french;
