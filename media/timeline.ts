/** Entry of the timeline's webview (dist/timeline.js, dist/timeline.css). */
import './timeline.css';
import { startApp } from './app.ts';
import { webviewTransport } from './host.ts';

startApp(document.body, webviewTransport());
