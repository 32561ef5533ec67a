# What one region has (read back from Azure) against what it must have: rows [area, what, must be, is].
# Input: {here, there: places as in place.sh, read: {NAME: answer}, zones: links per zone, settings: app settings per site}.

def same($area; $what; $must; $is): [$area, $what, ($must | tostring), ($is | tostring)];

# A yes or no question; what is in the way is shown.
def none($area; $what; $found): [$area, $what, "none", (if $found == [] then "none" else ($found | map(tostring) | join(" ")) end)];

def name: split("/")[-1];
def lower: ascii_downcase;
def many($one; $many): ([$one // empty] + ($many // []));

def public_access:
  .read as $read
  | same("public access"; .here.namespace; "Disabled"; $read.namespace.properties.publicNetworkAccess),
    same("public access"; .here.database; "Disabled"; $read.server.properties.network.publicNetworkAccess),
    same("public access"; .here.storage; "Disabled"; $read.storage.properties.publicNetworkAccess),
    same("public access"; "\(.here.storage) by default"; "Deny"; $read.storage.properties.networkAcls.defaultAction),
    same("public access"; "\(.here.storage) anonymous blobs"; false; $read.storage.properties.allowBlobPublicAccess),
    (("producer", "consumer") as $site
      | same("public access"; .here[$site]; "Disabled"; $read[$site].properties.publicNetworkAccess),
        same("public access"; "\(.here[$site]) scm by password"; false; $read["\($site)-scm"].properties.allow),
        same("public access"; "\(.here[$site]) ftp by password"; false; $read["\($site)-ftp"].properties.allow)),
    none("public access"; "endpoints that are not approved";
      [$read.endpoints[].value[]? | .name as $name | .properties.privateLinkServiceConnections[]?
        | select(.properties.privateLinkServiceConnectionState.status? // "Approved" | . != "Approved") | $name]),
    none("public access"; "interfaces with a public address";
      [$read.interfaces.value[]? | select([.properties.ipConfigurations[]?.properties.publicIPAddress // empty] != []) | .name]);

# A rule that lets in from anywhere.
def wide: .properties | .access == "Allow" and .direction == "Inbound"
  and (many(.sourceAddressPrefix; .sourceAddressPrefixes) | any(. == "*" or . == "Internet" or . == "0.0.0.0/0" or . == "VirtualNetwork"));

def last_rule($direction): [.properties.securityRules[]? | select(.properties.direction == $direction)]
  | max_by(.properties.priority) // {properties: {}} | .properties
  | [.access, .protocol, .sourceAddressPrefix, .destinationAddressPrefix, .destinationPortRange] | map(. // "-") | join(" ");

def security_groups:
  .read as $read
  | ($read.groups.value[]? | . as $group
      | same("end rule"; "\(.name) in"; "Deny * * * *"; last_rule("Inbound")),
        same("end rule"; "\(.name) out"; "Deny * * * *"; last_rule("Outbound")),
        none("end rule"; "\(.name) lets in from anywhere"; [.properties.securityRules[]? | select(wide) | .name])),
    none("end rule"; "subnets without a security group";
      [$read.networks.value[]? | .properties.subnets[]? | select(.name != "AzureFirewallSubnet" and (.properties.networkSecurityGroup.id | not)) | .name]);

def routes:
  .read as $read | .here as $here | .there as $there
  | ([$read.firewall.properties.ipConfigurations[]?.properties.privateIPAddress // empty][0] // "unknown") as $firewall
  | ([$read.tables.value[]? | {key: (.id | lower), value: .}] | from_entries) as $tables
  | ($read.networks.value[]? | .name as $network | .properties.subnets[]? | .name as $subnet | .properties as $p
      | ($tables[($p.routeTable.id // "") | lower].properties.routes // []) as $routes
      | (if $subnet == "AzureFirewallSubnet" then
           same("routes"; "\($network)/\($subnet) to \($there.spoke_space)"; $there.firewall_address;
               [$routes[].properties | select(.addressPrefix == $there.spoke_space) | .nextHopIpAddress][0])
         else
           same("routes"; "\($network)/\($subnet) to 0.0.0.0/0"; $firewall;
             [$routes[].properties | select(.addressPrefix == "0.0.0.0/0") | .nextHopIpAddress][0])
         end),
        same("routes"; "\($network)/\($subnet) default outbound access"; false; $p.defaultOutboundAccess),
        same("routes"; "\($network)/\($subnet) endpoint policies"; "Enabled"; $p.privateEndpointNetworkPolicies)),
    none("routes"; "peerings that are not connected";
      [$read.networks.value[]? | .properties.virtualNetworkPeerings[]? | select(.properties.peeringState? // "Connected" | . != "Connected") | .name]),
    same("routes"; "peerings"; 3; [$read.networks.value[]? | .properties.virtualNetworkPeerings[]?] | length),
    (("producer", "consumer") as $site
      | same("routes"; "\($here[$site]) leaves by"; "integration"; $read[$site].properties.virtualNetworkSubnetId // "" | name),
        same("routes"; "\($here[$site]) all traffic"; true; $read["\($site)-web"].properties.vnetRouteAllEnabled)),
    same("routes"; "threat intelligence"; "Deny"; $read.policy.properties.threatIntelMode);

def dns:
  .read as $read | .here as $here | .there as $there
  | same("dns"; "name servers of \($here.spoke | name)"; $here.forwarders;
      [$read.networks.value[]? | select(.name == ($here.spoke | name)) | .properties.dhcpOptions.dnsServers[]?] | join(" ")),
    same("dns"; "name servers of \($here.hub | name)"; "Azure's own";
      [$read.networks.value[]? | select(.name == ($here.hub | name)) | .properties.dhcpOptions.dnsServers[]?] | join(" ") | if . == "" then "Azure's own" else . end),
    (.zones | to_entries[] | .key as $zone
      | same("dns"; "\($zone) for"; ([$here.hub, $there.hub] | map(lower | name) | sort | join(" "));
          [.value.value[]?.properties.virtualNetwork.id | lower | name] | sort | join(" ")));

def tls:
  .read as $read | .here as $here
  | same("tls"; $here.namespace; "1.2"; $read.namespace.properties.minimumTlsVersion),
    same("tls"; $here.storage; "TLS1_2"; $read.storage.properties.minimumTlsVersion),
    same("tls"; "\($here.storage) https only"; true; $read.storage.properties.supportsHttpsTrafficOnly),
    same("tls"; $here.database; "TLSv1.2"; $read["server-tls"].properties.value),
    (("producer", "consumer") as $site
      | same("tls"; "\($here[$site]) https only"; true; $read[$site].properties.httpsOnly),
        same("tls"; $here[$site]; "1.2"; $read["\($site)-web"].properties.minTlsVersion),
        same("tls"; "\($here[$site]) scm"; "1.2"; $read["\($site)-web"].properties.scmMinTlsVersion),
        same("tls"; "\($here[$site]) ftp"; "Disabled"; $read["\($site)-web"].properties.ftpsState));

# A setting that holds a secret, by its name or by what is in it.
def secret: (.key | test("password|secret|accountkey|accesskey|^AzureWebJobsStorage$|^ServiceBus[A-Za-z]*$"; "i"))
  or (.value | tostring | test("AccountKey=|SharedAccessKey=|SharedAccessSignature|sig=|password=|-----BEGIN"; "i"));

def identities:
  .read as $read | .here as $here | .settings as $settings
  | same("identities"; "\($here.namespace) keys off"; true; $read.namespace.properties.disableLocalAuth),
    same("identities"; "\($here.storage) keys"; false; $read.storage.properties.allowSharedKeyAccess),
    same("identities"; "\($here.database) passwords"; "Disabled"; $read.server.properties.authConfig.passwordAuth),
    (("producer", "consumer") as $site
      | same("identities"; "\($here[$site]) is"; "\($here.deployment)-\($site)";
          [$read[$site].identity.userAssignedIdentities // {} | keys[] | name] | join(" ")),
        none("identities"; "secrets in settings of \($here[$site])";
          [$settings[$site].properties // {} | to_entries[]
            | select(secret) | .key]),
        none("identities"; "settings of \($here[$site]) that are not there";
          ($settings[$site].properties // {}) as $have
          | ["AzureWebJobsStorage__accountName", "ServiceBusConnection__fullyQualifiedNamespace", "AZURE_CLIENT_ID"] - ($have | keys)));

def scaling:
  .read as $read | .here as $here
  | ("producer", "consumer") as $site
  | same("scaling"; "\($here[$site]) watched by the host"; true; $read["\($site)-web"].properties.functionsRuntimeScaleMonitoringEnabled),
    same("scaling"; "\($here[$site]) health"; "/q/health/live"; $read["\($site)-web"].properties.healthCheckPath);

public_access, security_groups, routes, dns, tls, identities, scaling | @tsv
