/** Entry of the timeline's webview (dist/timeline.js): what stands there until a trace is open. */
document.body.textContent = 'No trace is open.';
