/**
 * Procedures of the 3GPP application parts on SCTP. Aligned PER puts the choice (initiating message, successful or unsuccessful
 * outcome) into the first octet and the procedure code into the second. 3GPP TS 36.413 9.3.7 (S1AP), 38.413 9.4.7 (NGAP),
 * 36.423 9.3.7 (X2AP).
 */
import { Ppid } from './upperLayers.ts';

const s1ap: readonly string[] = [
  'HandoverPreparation', 'HandoverResourceAllocation', 'HandoverNotification', 'PathSwitchRequest', 'HandoverCancel', 'E-RABSetup',
  'E-RABModify', 'E-RABRelease', 'E-RABReleaseIndication', 'InitialContextSetup', 'Paging', 'downlinkNASTransport',
  'initialUEMessage', 'uplinkNASTransport', 'Reset', 'ErrorIndication', 'NASNonDeliveryIndication', 'S1Setup',
  'UEContextReleaseRequest', 'DownlinkS1cdma2000tunnelling', 'UplinkS1cdma2000tunnelling', 'UEContextModification',
  'UECapabilityInfoIndication', 'UEContextRelease', 'eNBStatusTransfer', 'MMEStatusTransfer', 'DeactivateTrace', 'TraceStart',
  'TraceFailureIndication', 'ENBConfigurationUpdate', 'MMEConfigurationUpdate', 'LocationReportingControl',
  'LocationReportingFailureIndication', 'LocationReport', 'OverloadStart', 'OverloadStop', 'WriteReplaceWarning',
  'eNBDirectInformationTransfer', 'MMEDirectInformationTransfer', 'PrivateMessage', 'eNBConfigurationTransfer',
  'MMEConfigurationTransfer', 'CellTrafficTrace', 'Kill', 'downlinkUEAssociatedLPPaTransport', 'uplinkUEAssociatedLPPaTransport',
  'downlinkNonUEAssociatedLPPaTransport', 'uplinkNonUEAssociatedLPPaTransport', 'UERadioCapabilityMatch', 'PWSRestartIndication',
  'E-RABModificationIndication', 'PWSFailureIndication', 'RerouteNASRequest', 'UEContextModificationIndication',
  'ConnectionEstablishmentIndication', 'UEContextSuspend', 'UEContextResume', 'NASDeliveryIndication', 'RetrieveUEInformation',
  'UEInformationTransfer', 'eNBCPRelocationIndication', 'MMECPRelocationIndication', 'SecondaryRATDataUsageReport',
];

const ngap: readonly string[] = [
  'AMFConfigurationUpdate', 'AMFStatusIndication', 'CellTrafficTrace', 'DeactivateTrace', 'DownlinkNASTransport',
  'DownlinkNonUEAssociatedNRPPaTransport', 'DownlinkRANConfigurationTransfer', 'DownlinkRANStatusTransfer',
  'DownlinkUEAssociatedNRPPaTransport', 'ErrorIndication', 'HandoverCancel', 'HandoverNotification', 'HandoverPreparation',
  'HandoverResourceAllocation', 'InitialContextSetup', 'InitialUEMessage', 'LocationReportingControl',
  'LocationReportingFailureIndication', 'LocationReport', 'NASNonDeliveryIndication', 'NGReset', 'NGSetup', 'OverloadStart',
  'OverloadStop', 'Paging', 'PathSwitchRequest', 'PDUSessionResourceModify', 'PDUSessionResourceModifyIndication',
  'PDUSessionResourceRelease', 'PDUSessionResourceSetup', 'PDUSessionResourceNotify', 'PrivateMessage', 'PWSCancel',
  'PWSFailureIndication', 'PWSRestartIndication', 'RANConfigurationUpdate', 'RerouteNASRequest', 'RRCInactiveTransitionReport',
  'TraceFailureIndication', 'TraceStart', 'UEContextModification', 'UEContextRelease', 'UEContextReleaseRequest',
  'UERadioCapabilityCheck', 'UERadioCapabilityInfoIndication', 'UETNLABindingRelease', 'UplinkNASTransport',
  'UplinkNonUEAssociatedNRPPaTransport', 'UplinkRANConfigurationTransfer', 'UplinkRANStatusTransfer',
  'UplinkUEAssociatedNRPPaTransport', 'WriteReplaceWarning', 'SecondaryRATDataUsageReport',
];

const x2ap: readonly string[] = [
  'handoverPreparation', 'handoverCancel', 'loadIndication', 'errorIndication', 'snStatusTransfer', 'uEContextRelease', 'x2Setup',
  'reset', 'eNBConfigurationUpdate', 'resourceStatusReportingInitiation', 'resourceStatusReporting', 'privateMessage',
  'mobilitySettingsChange', 'rLFIndication', 'handoverReport', 'cellActivation', 'x2Release', 'x2APMessageTransfer', 'x2Removal',
];

const procedures: Readonly<Record<number, readonly string[]>> = { [Ppid.S1ap]: s1ap, [Ppid.Ngap]: ngap, [Ppid.X2ap]: x2ap };
const choices: Readonly<Record<number, string>> = { 0x00: '', 0x20: ' successful outcome', 0x40: ' unsuccessful outcome' };

/** `head` is the first word of the message. */
export function applicationPartName(ppid: number, head: number): string {
  const choice = head >>> 24;
  const procedure = (head >>> 16) & 0xff;
  return `${procedures[ppid]?.[procedure] ?? `procedure ${procedure}`}${choices[choice] ?? ` choice ${choice}`}`;
}
