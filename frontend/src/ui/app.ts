import { startWorker, versionOfPage } from "../offline/worker-client";
import { offerReload } from "./offers";

/** Makes the site an app: it opens without the network, and offers its new versions. */
export async function startApp(): Promise<void> {
  await startWorker(versionOfPage(), (takeOver) => {
    offerReload("A new version is ready.", takeOver);
  });
  // Only an app that was installed asks for more than the browser gives by itself.
  if (matchMedia("(display-mode: standalone)").matches) {
    await (navigator as Partial<Navigator>).storage?.persist();
  }
}
