/** How far an import is. */

import { follow } from "./planning.js";

const box = document.getElementById("progress");
if (box) follow(box, box.dataset.api);
