# shellcheck shell=bash
# Service Bus: a namespace in each region, reached by private endpoint and identity only. Its entities are those of
# deploy/local/config/servicebus.json, with the time to live that the services count on.

# What consumer's sluice.inbox.queue-time-to-live and sluice.inlet.lock-duration say.
readonly orders_time_to_live=P14D orders_lock=PT1M

# namespace_capacity: what autoscale has made of it, or what is bought at first.
namespace_capacity() {
  local capacity=
  ! arm_get "${here[namespace_id]}" || capacity=$(jq -r '.sku.capacity // empty' <<<"$arm_answer")
  if [[ $capacity =~ ^[0-9]+$ ]] && ((capacity >= SERVICEBUS_CAPACITY && capacity <= SERVICEBUS_CAPACITY_MAX)); then
    echo "$capacity"
  else
    echo "$SERVICEBUS_CAPACITY"
  fi
}

namespace_put() {
  local capacity
  capacity=$(namespace_capacity)
  arm_put "${here[namespace_id]}" "$(jq -cn --arg region "${here[region]}" --argjson tags "$tags" --argjson capacity "$capacity" '
    {location: $region, tags: $tags, sku: {name: "Premium", tier: "Premium", capacity: $capacity},
     properties: {zoneRedundant: true, publicNetworkAccess: "Disabled", disableLocalAuth: true, minimumTlsVersion: "1.2"}}')"
}

queues_put() {
  # Messages wait there until somebody decides about them: no time to live, no end of deliveries. One that brings a time to
  # live of its own is dead-lettered at its end, and drained from there; it would be dropped otherwise.
  arm_put "${here[namespace_id]}/queues/orders-parked" "$(jq -cn --arg lock $orders_lock '
    {properties: {lockDuration: $lock, maxDeliveryCount: 2147483647, requiresDuplicateDetection: false, requiresSession: false,
      defaultMessageTimeToLive: "P10675199DT2H48M5.4775807S", deadLetteringOnMessageExpiration: true}}')"
  arm_put "${here[namespace_id]}/queues/orders" "$(jq -cn --arg lock $orders_lock --arg life $orders_time_to_live '
    {properties: {lockDuration: $lock, maxDeliveryCount: 10, requiresDuplicateDetection: true, requiresSession: false,
      duplicateDetectionHistoryTimeWindow: "PT10M", defaultMessageTimeToLive: $life,
      deadLetteringOnMessageExpiration: true, forwardDeadLetteredMessagesTo: "orders-parked"}}')"
}

topic_put() {
  arm_put "${here[namespace_id]}/topics/orders-topic" "$(jq -cn --arg life $orders_time_to_live '
    {properties: {requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: "PT10M", defaultMessageTimeToLive: $life}}')"
  arm_put "${here[namespace_id]}/topics/orders-topic/subscriptions/orders" "$(jq -cn --arg lock $orders_lock --arg life $orders_time_to_live '
    {properties: {lockDuration: $lock, maxDeliveryCount: 10, requiresSession: false, defaultMessageTimeToLive: $life,
      deadLetteringOnMessageExpiration: true, deadLetteringOnFilterEvaluationExceptions: true,
      forwardDeadLetteredMessagesTo: "orders-parked"}}')"
}

# autoscale_put: messaging units go up at 70 % and down at 30 % of their processors' time.
autoscale_put() {
  arm_put "${here[messaging_group]}/providers/Microsoft.Insights/autoscaleSettings/${here[namespace]}" "$(
    jq -cn --arg region "${here[region]}" --argjson tags "$tags" --arg target "${here[namespace_id]}" \
      --arg least "$SERVICEBUS_CAPACITY" --arg most "$SERVICEBUS_CAPACITY_MAX" '
      def rule($direction; $operator; $threshold; $window; $cooldown):
        {metricTrigger: {metricName: "NamespaceCpuUsage", metricResourceUri: $target, timeGrain: "PT1M", statistic: "Average",
            timeWindow: $window, timeAggregation: "Average", operator: $operator, threshold: $threshold},
         scaleAction: {direction: $direction, type: "ServiceAllowedNextValue", value: "1", cooldown: $cooldown}};
      {location: $region, tags: $tags, properties: {enabled: true, targetResourceUri: $target, profiles: [
        {name: "load", capacity: {minimum: $least, maximum: $most, default: $least}, rules: [
          rule("Increase"; "GreaterThan"; 70; "PT5M"; "PT5M"), rule("Decrease"; "LessThan"; 30; "PT15M"; "PT30M")]}]}}'
  )"
}

servicebus_regional() {
  local entity=queues/orders
  namespace_put
  queues_put
  topic_put
  endpoint_put "${here[namespace_id]}" namespace "${here[namespace_address]}" privatelink.servicebus.windows.net
  autoscale_put
  [[ $ORDERS_INLET == queue ]] || entity=topics/orders-topic
  role_put "${here[namespace_id]}/$entity" "Service Bus Data Sender" producer
  # Owner, not Receiver: the scale controller and the host read the queue's length, and copies are sent back.
  role_put "${here[namespace_id]}" "Service Bus Data Owner" consumer
}
