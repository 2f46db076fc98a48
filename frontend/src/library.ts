import "./styles/library.css";

import { startPanel } from "./library/panel";
import { startPlacePicker } from "./library/place-picker";
import { startTree } from "./library/tree";
import { startDragging } from "./library/tree-drag";
import { startTreeKeys } from "./library/tree-keys";

const panel = document.getElementById("panel");
if (panel !== null) {
  startPanel(panel);
  startTree(panel);
  startTreeKeys(panel);
  startDragging(panel);
}
startPlacePicker();
