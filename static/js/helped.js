/* The household is stored: its draft leaves this device. */

try {
  sessionStorage.removeItem("reunion-draft-" + document.querySelector("[data-helped]").getAttribute("data-helped"));
} catch (error) {
  // Without storage there was no draft either.
}
