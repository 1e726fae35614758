// Enhancement only: makes photographs smaller before they are sent, where somebody chooses one on the editors' side.
// Without it, or where the browser cannot, the picture is sent as it is; the server limits, cleans and turns it anyway.
// What the canvas writes has no EXIF: neither place nor camera leave the computer, and the picture stands upright.
(() => {
  if (window.makesPicturesSmaller) return;
  window.makesPicturesSmaller = true;
  const words = document.currentScript.dataset;
  const LONGEST_SIDE = 2000;
  const MOST_BYTES = 600 * 1024;
  const READ = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif"];
  const working = new Map(); // file input → what makes its pictures smaller
  const done = new WeakSet(); // events that tell of smaller pictures

  const sendsPictures = (input) => input instanceof HTMLInputElement && input.type === "file" && input.files.length
    && new URL(input.form?.action || location.href, location.href).pathname.includes("/images/");

  document.addEventListener("change", (event) => {
    if (done.has(event) || !sendsPictures(event.target)) return;
    take(event, event.target, [...event.target.files]);
  }, true);

  // Dropped where many are sent at once.
  document.addEventListener("drop", (event) => {
    const input = event.target.closest?.(".drop-zone")?.querySelector('input[type="file"]');
    const files = [...(event.dataTransfer?.files ?? [])];
    if (input && files.length) take(event, input, files);
  }, true);

  // A form that is sent meanwhile waits for its picture.
  document.addEventListener("submit", (event) => {
    const busy = [...working].filter(([input]) => input.form === event.target).map(([, job]) => job);
    if (!busy.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    Promise.all(busy).then(() => event.target.requestSubmit(event.submitter));
  }, true);

  function take(event, input, files) {
    const wanted = files.filter((file) => READ.includes(file.type));
    if (!wanted.length || typeof createImageBitmap !== "function" || typeof DataTransfer !== "function") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(input, words.working);
    const job = replace(input, files).finally(() => working.delete(input));
    working.set(input, job);
  }

  async function replace(input, files) {
    const before = total(files);
    const smaller = [];
    let isWhole = false;
    for (const file of files) { // one after the other: each takes some hundred megabytes of memory for a moment
      try {
        smaller.push(await shrunk(file));
      } catch {
        smaller.push(file); // the server says what is wrong with it, if anything
        isWhole = file.size > MOST_BYTES;
      }
    }
    const after = total(smaller);
    const given = new DataTransfer();
    for (const file of smaller) given.items.add(file);
    input.files = given.files;
    if (after < before) say(input, words.reduced.replace("{before}", size(before)).replace("{after}", size(after)));
    else say(input, isWhole ? words.whole : "");
    const told = new Event("change", { bubbles: true });
    done.add(told);
    input.dispatchEvent(told);
  }

  async function shrunk(file) {
    if (!READ.includes(file.type)) return file;
    const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
    try {
      const side = Math.max(drawn.width, drawn.height);
      if (file.size <= MOST_BYTES && side <= LONGEST_SIDE && !file.type.startsWith("image/hei")) return file;
      // Drawings keep what can be seen through; photographs become what every reader can open.
      const kind = file.type === "image/png" || file.type === "image/webp" ? "image/webp" : "image/jpeg";
      let best = null;
      for (const scale of [1, 0.8, 0.65, 0.5]) {
        for (const quality of [0.86, 0.76, 0.66]) {
          best = await written(drawn, Math.min(1, LONGEST_SIDE / side) * scale, kind, quality);
          if (best.size <= MOST_BYTES) return better(file, best);
        }
      }
      return better(file, best);
    } finally {
      drawn.close();
    }
  }

  async function written(drawn, scale, kind, quality) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(drawn.width * scale));
    canvas.height = Math.max(1, Math.round(drawn.height * scale));
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, kind, quality));
    canvas.width = canvas.height = 0; // gives its memory back at once
    if (!blob || blob.type !== kind) throw new Error("not written");
    return blob;
  }

  function better(file, blob) {
    if (blob.size >= file.size && !file.type.startsWith("image/hei")) return file;
    const ending = blob.type === "image/webp" ? ".webp" : ".jpg";
    const name = file.name.replace(/\.[^.]*$/, "") + ending;
    return new File([blob], name, { type: blob.type, lastModified: file.lastModified });
  }

  const total = (files) => files.reduce((sum, file) => sum + file.size, 0);

  function size(bytes) {
    const [value, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, "megabyte"] : [bytes / 1000, "kilobyte"];
    const digits = unit === "megabyte" ? 1 : 0;
    const options = { style: "unit", unit, maximumFractionDigits: digits, minimumFractionDigits: digits };
    return new Intl.NumberFormat(document.documentElement.lang || undefined, options).format(value);
  }

  function say(input, text) {
    const place = input.closest(".w-field__input, .replace-file-input") ?? input;
    let told = place.parentElement.querySelector(":scope > .picture-made-smaller");
    if (!told) {
      told = document.createElement("p");
      told.className = "picture-made-smaller";
      told.setAttribute("role", "status");
      place.after(told);
    }
    told.textContent = text;
    told.hidden = !text;
  }
})();
