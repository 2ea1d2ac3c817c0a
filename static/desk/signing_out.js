// Who signs out leaves nothing of what they typed on the device.

const NAME = "newsroom-desk";
const STORE = "kept";

function cleared() {
  return new Promise((resolve) => {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${NAME}/`)) localStorage.removeItem(name);
    }
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onerror = resolve;
    asked.onsuccess = () => {
      const transaction = asked.result.transaction(STORE, "readwrite");
      transaction.objectStore(STORE).clear();
      transaction.oncomplete = transaction.onerror = resolve;
    };
  });
}

document.getElementById("logout-form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  // Whatever the browser's store is up to, signing out doesn't wait for it.
  await Promise.race([cleared().catch(() => null), new Promise((resolve) => setTimeout(resolve, 1_000))]);
  event.target.submit();
});
