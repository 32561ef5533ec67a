# shellcheck shell=bash
# Virtual machines: small, without a public address, set up by cloud-init.

# machine_put NAME SUBNET ADDRESS ZONE IDENTITY CLOUD-INIT: "-" for an address that Azure chooses, and for no identity.
machine_put() {
  local name=$1 interface=${here[network_group]}/providers/Microsoft.Network/networkInterfaces/$1-nic
  local allocation='"privateIPAllocationMethod":"Dynamic"'
  [[ $3 == - ]] || printf -v allocation '"privateIPAllocationMethod":"Static","privateIPAddress":"%s"' "$3"
  arm_put "$interface" "$(
    printf '{"location":"%s","tags":%s,"properties":{"enableIPForwarding":false,"ipConfigurations":[{"name":"private",' "${here[region]}" "$tags"
    printf '"properties":{"subnet":{"id":"%s/subnets/%s"},"primary":true,%s}}]}}' "${here[hub]}" "$2" "$allocation"
  )"
  arm_put "$(machine_id "$name")" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg zone "$4" --arg name "$name" \
    --arg identity "$5" --arg data "$(base64 -w0 <<<"$6")" --arg size "$VM_SIZE" --arg key "$VM_PUBLIC_KEY" --arg interface "$interface" '
    {location: $region, tags: $tags, zones: [$zone], properties: {
      hardwareProfile: {vmSize: $size},
      storageProfile: {
        imageReference: {publisher: "Canonical", offer: "ubuntu-24_04-lts", sku: "server", version: "latest"},
        osDisk: {name: "\($name)-disk", createOption: "FromImage", deleteOption: "Delete", managedDisk: {storageAccountType: "StandardSSD_LRS"}}},
      osProfile: {computerName: $name, adminUsername: "sluice", customData: $data,
        linuxConfiguration: {disablePasswordAuthentication: true, provisionVMAgent: true,
          ssh: {publicKeys: [{path: "/home/sluice/.ssh/authorized_keys", keyData: $key}]},
          patchSettings: {patchMode: "ImageDefault"}}},
      securityProfile: {securityType: "TrustedLaunch", uefiSettings: {secureBootEnabled: true, vTpmEnabled: true}},
      networkProfile: {networkInterfaces: [{id: $interface, properties: {primary: true, deleteOption: "Delete"}}]}}}
    + if $identity == "-" then {} else {identity: {type: "UserAssigned", userAssignedIdentities: {($identity): {}}}} end')"
}

machine_id() { echo "${here[network_group]}/providers/Microsoft.Compute/virtualMachines/$1"; }

# zone_of N: the Nth availability zone, beginning again after the last.
zone_of() {
  local -a numbers
  read -ra numbers <<<"$ZONES"
  echo "${numbers[$((($1 - 1) % ${#numbers[@]}))]}"
}
