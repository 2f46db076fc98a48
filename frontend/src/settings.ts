import "./styles/settings.css";

import { startSettings } from "./ui/settings";

startSettings();
