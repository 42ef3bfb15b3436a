/** `npm start [-- FILE...]`: installs and builds what is missing, then explains the given files, or the bundled recording. */
import { prepare, Refusal, refuseInWords, root, run, runQuietly } from './prepare.mjs';

const BUNDLED = 'test/fixtures/erlang-slow-peer';

await refuseInWords(async () => {
  await prepare();
  const build = await runQuietly('building', process.execPath, ['esbuild.mjs']);
  if (build.code !== 0) throw new Refusal(`the build failed:\n${build.output.trim()}`);
  const given = process.argv.slice(2);
  const program = `${root}dist/stallscope.mjs`;
  if (given.length > 0) {
    // npm runs scripts in the folder of the package; the user's paths are relative to where they stand.
    return run(process.execPath, [program, ...given], { cwd: process.env.INIT_CWD ?? process.cwd() });
  }
  process.stderr.write(
    'explaining the bundled recording of an Erlang Diameter client; your own: npm start -- client.strace capture.pcap\n\n',
  );
  return run(process.execPath, [program, 'explain', `${BUNDLED}/client.strace`, `${BUNDLED}/capture.pcap`]);
});
