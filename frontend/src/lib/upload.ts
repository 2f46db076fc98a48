import type { UploadAnswer } from "../collab/upload-answer";

/** Posts bytes with Django's CSRF token and tells how far it is. */
export function upload(url: string, bytes: Uint8Array, progress: (part: number | null) => void): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onloadend = () => {
      progress(null);
      resolve({
        status: request.status,
        text: request.responseText,
        redirected: request.responseURL !== "" && request.responseURL !== new URL(url, location.href).href,
      });
    };
    progress(0);
    request.send(new Uint8Array(bytes));
  });
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
