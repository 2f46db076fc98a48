import { t } from "../lib/i18n";

/** What the server wants to know, as WebAuthn has it, with base64url where the browser has bytes. */
interface Options {
  readonly publicKey: Record<string, unknown>;
}

interface ServerOptions {
  readonly creation_options?: Options;
  readonly request_options?: Options;
}

/** Forms with `data-passkey` are sent once the browser has made ("make") or asked for ("use", "sign-in") a passkey. */
export function startPasskeys(forms: Iterable<HTMLFormElement>): void {
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send(form);
    });
  }
}

async function send(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  if (field === null || button === null) return;
  button.disabled = true;
  say(form, "");
  try {
    const credential = await credentialFor(form);
    field.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(form, reasonOf(error));
  }
}

async function credentialFor(form: HTMLFormElement): Promise<object> {
  // Their types don't tell that a page has none which isn't served securely.
  const keys = (navigator as Partial<Navigator>).credentials;
  if (keys === undefined) throw new DOMException("No passkeys here", "NotSupportedError");
  const options = form.dataset["passkey"] === "sign-in" ? await optionsFrom(form.action) : optionsOfPage();
  if (options.creation_options !== undefined) return made(await keys.create(creation(options.creation_options)));
  if (options.request_options !== undefined) return used(await keys.get(request(options.request_options)));
  throw new Error("The page says nothing about passkeys.");
}

async function optionsFrom(url: string): Promise<ServerOptions> {
  const answer = await fetch(url, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new DOMException(String(answer.status), "NetworkError");
  return (await answer.json()) as ServerOptions;
}

function optionsOfPage(): ServerOptions {
  return JSON.parse(document.getElementById("passkey-options")?.textContent ?? "{}") as ServerOptions;
}

/** A passkey is kept by its device, which makes sure of its owner: so it signs in without a password. */
function creation({ publicKey }: Options): CredentialCreationOptions {
  const { user, challenge, excludeCredentials, authenticatorSelection, ...rest } = publicKey as unknown as {
    readonly user: { readonly id: string };
    readonly challenge: string;
    readonly excludeCredentials?: readonly Named[];
    readonly authenticatorSelection?: object;
  };
  return {
    publicKey: {
      ...(rest as unknown as Pick<PublicKeyCredentialCreationOptions, "rp" | "pubKeyCredParams">),
      challenge: bytes(challenge),
      user: { ...(user as unknown as PublicKeyCredentialUserEntity), id: bytes(user.id) },
      excludeCredentials: named(excludeCredentials),
      authenticatorSelection: {
        ...authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  };
}

function request({ publicKey }: Options): CredentialRequestOptions {
  const { challenge, allowCredentials, ...rest } = publicKey as unknown as {
    readonly challenge: string;
    readonly allowCredentials?: readonly Named[];
  };
  return { publicKey: { ...rest, challenge: bytes(challenge), allowCredentials: named(allowCredentials) } };
}

interface Named {
  readonly id: string;
  readonly type: "public-key";
  readonly transports?: AuthenticatorTransport[];
}

function named(list: readonly Named[] = []): PublicKeyCredentialDescriptor[] {
  return list.map((one) => ({ ...one, id: bytes(one.id) }));
}

function made(credential: Credential | null): object {
  const key = publicKeyOf(credential);
  const response = key.response as AuthenticatorAttestationResponse;
  return {
    ...about(key),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports(),
    },
  };
}

function used(credential: Credential | null): object {
  const key = publicKeyOf(credential);
  const response = key.response as AuthenticatorAssertionResponse;
  return {
    ...about(key),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle === null ? null : text(response.userHandle),
    },
  };
}

function publicKeyOf(credential: Credential | null): PublicKeyCredential {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException("No passkey", "NotAllowedError");
  return credential;
}

function about(key: PublicKeyCredential): object {
  const { id, type, rawId, authenticatorAttachment } = key;
  const clientExtensionResults = key.getClientExtensionResults();
  return { id, type, rawId: text(rawId), authenticatorAttachment, clientExtensionResults };
}

export function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function reasonOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "AbortError":
      return t("Nothing was used: it was called off, or took too long. Try again.");
    case "InvalidStateError":
      return t("This device has a passkey for you already.");
    case "NotSupportedError":
    case "SecurityError":
      return t("Passkeys don’t work at this address, or in this browser.");
    default:
      return t("That didn’t work. Reload the page and try again.");
  }
}

function say(form: HTMLFormElement, reason: string): void {
  const said = form.querySelector<HTMLElement>(".field-error[hidden], .field-error[data-said]");
  if (said === null) return;
  said.dataset["said"] = "";
  said.textContent = reason;
  said.hidden = reason === "";
}
