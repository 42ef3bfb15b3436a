// @ts-check
/** Walks a capture with the npm package pcap-parser and keeps nothing: what its record loop alone costs. */
// @ts-expect-error: the package has no types
import pcapParser from 'pcap-parser';

let packets = 0;
const parser = pcapParser.parse(process.argv[2]);
parser.on('packet', () => packets++);
parser.on('end', () => console.log(packets));
