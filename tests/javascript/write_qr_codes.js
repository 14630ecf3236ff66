/* Texts as a JSON array in, their QR codes as arrays of rows of 0 and 1 out; null where a text is too long. */

import { text } from "node:stream/consumers"
import { qrCode } from "../../generator/theme/assets/javascripts/qr-code.js"

const codes = JSON.parse(await text(process.stdin)).map((/** @type {string} */ each) => {
  const rows = qrCode(new TextEncoder().encode(each))
  return rows && rows.map((row) => Array.from(row).join(""))
})
process.stdout.write(JSON.stringify(codes))
