/** Posts bytes with Django's CSRF token and tells how far it is; the status, or 0 where nothing answered. */
export function upload(url: string, bytes: Uint8Array, progress: (part: number | null) => void): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onloadend = () => {
      progress(null);
      resolve(request.status);
    };
    progress(0);
    request.send(new Uint8Array(bytes));
  });
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
