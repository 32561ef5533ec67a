# shellcheck shell=bash
# The Function apps: one Elastic Premium plan per region, with one site for producer and one for consumer.

plan_id() { echo "${here[functions_group]}/providers/Microsoft.Web/serverfarms/$DEPLOYMENT-plan-${here[region]}"; }

plan_put() {
  arm_put "$(plan_id)" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg sku "$PLAN_SKU" \
    --argjson least "$PLAN_MIN_INSTANCES" --argjson most "$PLAN_MAX_INSTANCES" '
    {location: $region, tags: $tags, kind: "elastic", sku: {name: $sku, tier: "ElasticPremium", capacity: $least},
     properties: {reserved: true, zoneRedundant: ($least > 1), elasticScaleEnabled: true, maximumElasticWorkerCount: $most}}')"
}

# connection_settings NAME PREFIX VALUE: how the host signs in to one thing, with the site's identity.
connection_settings() {
  cat <<EOF
$2=$3
$1__credential=managedidentity
$1__clientId=${clients[$service]}
EOF
}

# shared_settings: what both services and their hosts need. Names and addresses; there is no secret among them.
shared_settings() {
  local image=${service^^}_IMAGE connection
  connection=$(component_connection)
  cat <<EOF
FUNCTIONS_EXTENSION_VERSION=~4
FUNCTIONS_WORKER_RUNTIME=custom
AZURE_CLIENT_ID=${clients[$service]}
APPLICATIONINSIGHTS_CONNECTION_STRING=$connection
APPLICATIONINSIGHTS_AUTHENTICATION_STRING=Authorization=AAD;ClientId=${clients[$service]}
SLUICE_AUTH=host-keys
EOF
  connection_settings AzureWebJobsStorage AzureWebJobsStorage__accountName "${here[storage]}"
  connection_settings ServiceBusConnection ServiceBusConnection__fullyQualifiedNamespace "${here[namespace]}.servicebus.windows.net"
  connection_settings ServiceBusSecondary ServiceBusSecondary__fullyQualifiedNamespace "${there[namespace]}.servicebus.windows.net"
  [[ -z ${here[collector]} ]] || echo "SLUICE_METRICS_PUSH_URL=http://${here[collector]}:$collector_port/v1/metrics"
  # Where producer sends to, and consumer its copies.
  [[ $ORDERS_INLET == queue ]] || echo "SLUICE_SERVICEBUS_QUEUE=orders-topic"
  if [[ -z ${!image} ]]; then
    echo "WEBSITE_RUN_FROM_PACKAGE=$(package_url "$service")"
    echo "WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID=$(identity_id "$service")"
  else
    echo "WEBSITES_ENABLE_APP_SERVICE_STORAGE=false"
  fi
}

# package_url SERVICE: the blob that the site runs; a release puts another package into it.
package_url() { echo "https://${here[storage]}.blob.core.windows.net/packages/$1.zip"; }

producer_settings() {
  shared_settings
  echo "SLUICE_ORDERS_STATUS_URL=https://${here[consumer]}.azurewebsites.net/api/orders"
}

# Linux plans take no hyphens in names of settings, so that functions can't be disabled one by one: those that run are listed.
consumer_settings() {
  local server=${here[database]} name number=0 trigger=order-consumer
  [[ ${here[role]} == "$database_at" ]] || server=${there[database]}
  [[ $ORDERS_INLET == queue ]] || trigger=order-consumer-topic
  shared_settings
  # Where an instance looks how old the oldest order is.
  [[ $ORDERS_INLET == queue ]] || echo "SLUICE_INLET_WATCHED_ENTITY=orders-topic/Subscriptions/orders"
  cat <<EOF
ORDERS_QUEUE=orders
ORDERS_TOPIC=orders-topic
ORDERS_SUBSCRIPTION=orders
QUARKUS_DATASOURCE_USERNAME=$DEPLOYMENT-consumer
QUARKUS_DATASOURCE_JDBC_URL=$(database_url "$server")
SLUICE_DATABASE_MIGRATE=false
SLUICE_DATABASE_MAX_INSTANCES=$((2 * SITE_MAX_INSTANCES))
SLUICE_INLET_CONCURRENCY=$CONSUMER_CONCURRENCY
AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls=$((CONSUMER_CONCURRENCY / 2))
EOF
  for name in $trigger ${trigger}-secondary order-status parked metrics health; do
    echo "AzureFunctionsJobHost__functions__$number=$name"
    number=$((number + 1))
  done
}

# database_url SERVER: the plug-in signs in with the site's identity; AZURE_CLIENT_ID says which.
database_url() {
  local url="jdbc:postgresql://$1.postgres.database.azure.com:5432/orders?sslmode=verify-full"
  url+="&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
  url+="&authenticationPluginClassName=com.azure.identity.extensions.jdbc.postgresql.AzurePostgresqlAuthenticationPlugin"
  echo "$url"
}

# site_put SERVICE
site_put() {
  local service=$1 image=${1^^}_IMAGE id=${here[${1}_id]} runs='' settings
  identity_read "$service"
  [[ -z ${!image} ]] || runs="DOCKER|$REGISTRY.azurecr.io/${!image}"
  settings=$("${service}_settings" | jq -cRn '[inputs | index("=") as $i | {name: .[:$i], value: .[$i + 1:]}]')
  arm_put "$id" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --argjson settings "$settings" --arg runs "$runs" \
    --arg plan "$(plan_id)" --arg identity "$(identity_id "$service")" --arg client "${clients[$service]}" \
    --arg subnet "${here[spoke]}/subnets/integration" --argjson least "$SITE_MIN_INSTANCES" --argjson most "$SITE_MAX_INSTANCES" '
    {location: $region, tags: $tags, kind: (if $runs == "" then "functionapp,linux" else "functionapp,linux,container" end),
     identity: {type: "UserAssigned", userAssignedIdentities: {($identity): {}}},
     properties: {serverFarmId: $plan, reserved: true, httpsOnly: true, publicNetworkAccess: "Disabled", clientAffinityEnabled: false,
      virtualNetworkSubnetId: $subnet, outboundVnetRouting: {allTraffic: true, imagePullTraffic: true, contentShareTraffic: true},
      keyVaultReferenceIdentity: $identity,
      siteConfig: ({linuxFxVersion: $runs, vnetRouteAllEnabled: true, publicNetworkAccess: "Disabled",
        ipSecurityRestrictionsDefaultAction: "Deny", scmIpSecurityRestrictionsDefaultAction: "Deny", scmIpSecurityRestrictionsUseMain: true,
        minTlsVersion: "1.2", scmMinTlsVersion: "1.2", ftpsState: "Disabled", remoteDebuggingEnabled: false, http20Enabled: false,
        functionsRuntimeScaleMonitoringEnabled: true, minimumElasticInstanceCount: $least, functionAppScaleLimit: $most,
        healthCheckPath: "/q/health/live", use32BitWorkerProcess: false, appSettings: $settings}
        + if $runs == "" then {} else {acrUseManagedIdentityCreds: true, acrUserManagedIdentityID: $client} end)}}')"
}

# site_close SERVICE: nobody gets in by a publishing password.
site_close() {
  local name
  for name in scm ftp; do
    arm_put "${here[${1}_id]}/basicPublishingCredentialsPolicies/$name" '{"properties":{"allow":false}}'
  done
}

functions_regional() {
  local service
  database_home
  plan_put
  for service in producer consumer; do
    site_put $service
    site_close $service
    endpoint_put "${here[${service}_id]}" sites "${here[${service}_address]}" privatelink.azurewebsites.net
  done
}
