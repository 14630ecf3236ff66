/* Starts the tools for readers on every page: the buttons of papers. Without script, pages are whole without them. */

import { onEveryPage } from "./elements.js"
import { addMarks } from "./reader-marks.js"

onEveryPage(() => addMarks(document))
