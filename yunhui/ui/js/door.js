// The pages where one signs in: visitors of all others need no passkey.
import { passkeys } from "./passkey.js";

passkeys(document);
